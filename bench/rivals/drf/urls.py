from django.urls import path
from profiles import views

urlpatterns = [
    path('user/get/profile/', views.GetProfile.as_view()),
    path('user/update/profile/', views.UpdateProfile.as_view()),
    path('user/profile-image/', views.ProfileImage.as_view()),
]
